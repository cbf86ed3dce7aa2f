package io.pigw.gateway.nexthop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** The order in which RFC 2782 wants servers tried: by priority, and by lot among those of one priority. Pure. */
final class SrvOrder {

    private SrvOrder() {}

    /** Draws an order; the same targets and random numbers give the same one. */
    static List<Location.Target> draw(List<Location.Target> targets, RandomGenerator random) {
        List<Location.Target> left = new ArrayList<>(targets);
        left.sort(Comparator.comparingInt(Location.Target::priority));
        List<Location.Target> drawn = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            int priority = left.getFirst().priority();
            List<Location.Target> group = new ArrayList<>(left.stream()
                    .filter(target -> target.priority() == priority)
                    .toList());
            left.subList(0, group.size()).clear();
            group.sort(Comparator.comparingInt(Location.Target::weight));
            while (!group.isEmpty()) {
                drawn.add(group.remove(pick(group, random)));
            }
        }
        return drawn;
    }

    /** Weights are summed up, those of 0 first, and the first whose sum reaches the lot is taken. */
    private static int pick(List<Location.Target> group, RandomGenerator random) {
        int sum = group.stream().mapToInt(Location.Target::weight).sum();
        int lot = random.nextInt(sum + 1);
        int running = 0;
        for (int i = 0; i < group.size(); i++) {
            running += group.get(i).weight();
            if (running >= lot) {
                return i;
            }
        }
        return group.size() - 1;
    }
}
