package io.pigw.overlay.sos;

import io.pigw.trust.Opinion;
import java.time.Instant;
import java.util.Optional;

/**
 * What is thought of a link, and by what evidence.
 *
 * @param known the evidence as it weighs now
 * @param lastOutcome when the last outcome was taken in; empty where there is no evidence
 * @param opinion what follows from it
 */
public record LinkView(LinkRecord known, Optional<Instant> lastOutcome, Opinion opinion) {}
