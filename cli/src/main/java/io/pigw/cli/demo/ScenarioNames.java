package io.pigw.cli.demo;

/** How ladders name the elements. */
final class ScenarioNames {

    static final String IMS_CLIENT = "IMS client";
    static final String GATEWAY = "PIGW";
    static final String SOS = "SOS";

    private ScenarioNames() {}
}
