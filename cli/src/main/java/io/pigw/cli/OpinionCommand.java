package io.pigw.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.p2psip.NodeId;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "opinion",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what the opinion server thinks of a node, and by whose evidence.",
            "A running standalone is found by itself."
        },
        footer = {
            "",
            "Examples:",
            "  ./pigw opinion 586",
            "  ./pigw opinion 586 --svg 586.svg",
            "  ./pigw opinion 586 --sos-admin 127.0.0.1:9099 --json"
        })
final class OpinionCommand implements Callable<Integer> {

    @Mixin
    AdminOptions service = new AdminOptions();

    @Parameters(paramLabel = "NODE", description = "node ID")
    @Nullable
    NodeId node;

    @Option(
            names = OpinionServers.OPTION,
            paramLabel = "HOST:PORT",
            description = "admin port of an opinion server (or the variable " + OpinionServers.VARIABLE + ")")
    List<String> sos = new ArrayList<>();

    @Option(names = "--json", description = "print one JSON object")
    boolean json;

    @Option(names = "--svg", paramLabel = "FILE", description = "draw the opinions as points of a triangle")
    @Nullable
    Path svg;

    @Override
    public Integer call() {
        Picture.requireFolder(svg);
        List<URI> servers = service.urls(OpinionServers.OPTION, sos, OpinionServers.VARIABLE);
        JsonNode answer = new OpinionServers(servers).ask(server -> server.get("/opinions/" + node));
        if (svg != null) {
            Picture.write(svg, OpinionPicture.svg(answer));
        }
        System.out.print(json ? answer + "\n" : NodeText.of(answer));
        return 0;
    }
}
