package io.pigw.peer.inbox;

class MemoryInboxTest extends InboxContract {

    private final Inbox inbox = new MemoryInbox(CAPACITY);

    @Override
    Inbox inbox() {
        return inbox;
    }

    @Override
    Inbox reopened() {
        return inbox;
    }
}
