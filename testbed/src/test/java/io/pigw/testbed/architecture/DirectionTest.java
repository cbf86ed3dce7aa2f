package io.pigw.testbed.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pigw.overlay.sos.EvidenceStore;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, and the core stays pure (docs/architecture.md). */
class DirectionTest {

    /** The opinion server's core, which is given its loop and its workers, and what stands for its database. */
    private static final DescribedPredicate<JavaClass> TAKES_EXECUTORS =
            resideInAPackage("io.pigw.overlay.sos..").or(assignableTo(EvidenceStore.class));

    private static JavaClasses product;

    @BeforeAll
    static void readTheProduct() {
        product = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.pigw");
    }

    @Test
    void servicesDependOnRuntimeDownwardsAndNeverOnOneAnother() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("p2psip")
                .definedBy("io.pigw.p2psip..")
                .layer("trust")
                .definedBy("io.pigw.trust..")
                .layer("overlay")
                .definedBy("io.pigw.overlay..")
                .layer("runtime")
                .definedBy("io.pigw.runtime..")
                .layer("simulation")
                .definedBy("io.pigw.simulation..")
                .layer("enrollment")
                .definedBy("io.pigw.enrollment..")
                .layer("sos")
                .definedBy("io.pigw.sos..")
                .layer("csp")
                .definedBy("io.pigw.csp..")
                .layer("gateway")
                .definedBy("io.pigw.gateway..")
                .layer("peer")
                .definedBy("io.pigw.peer..")
                .layer("bench")
                .definedBy("io.pigw.bench..")
                .layer("cli")
                .definedBy("io.pigw.cli..")
                .whereLayer("p2psip")
                .mayNotAccessAnyLayer()
                .whereLayer("trust")
                .mayOnlyAccessLayers("p2psip")
                .whereLayer("overlay")
                .mayOnlyAccessLayers("p2psip", "trust")
                .whereLayer("runtime")
                .mayOnlyAccessLayers("p2psip", "trust", "overlay")
                .whereLayer("simulation")
                .mayOnlyAccessLayers("p2psip", "trust", "overlay")
                .whereLayer("enrollment")
                .mayOnlyAccessLayers("p2psip", "trust", "overlay", "runtime")
                .whereLayer("sos")
                .mayOnlyAccessLayers("p2psip", "trust", "overlay", "runtime")
                .whereLayer("csp")
                .mayOnlyAccessLayers("p2psip", "trust", "overlay", "runtime")
                .whereLayer("gateway")
                .mayOnlyAccessLayers("p2psip", "trust", "overlay", "runtime")
                .whereLayer("peer")
                .mayOnlyAccessLayers("p2psip", "trust", "overlay", "runtime")
                .whereLayer("bench")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .check(product);
    }

    @Test
    void protocolAndTrustAndOverlayUseNothingButTheJdkAndBuffers() {
        noClasses()
                .that()
                .resideInAnyPackage("io.pigw.p2psip..", "io.pigw.trust..", "io.pigw.overlay..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.pigw.p2psip..",
                        "io.pigw.trust..",
                        "io.pigw.overlay..",
                        "java..",
                        "org.jspecify..",
                        "io.netty.buffer..",
                        "io.netty.util..")
                .check(product);
    }

    @Test
    void thePassiveCoreAsksNoClockAndDrawsNoLots() {
        noClasses()
                .that()
                .resideInAnyPackage("io.pigw.p2psip..", "io.pigw.trust..", "io.pigw.overlay..", "io.pigw.simulation..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callConstructor(java.util.Random.class)
                .orShould()
                .callConstructor(java.security.SecureRandom.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.file..", "java.sql..")
                .check(product);
    }

    @Test
    void thePassiveCoreMakesNoThreadsAndWaitsForNone() {
        noClasses()
                .that()
                .resideInAnyPackage("io.pigw.p2psip..", "io.pigw.trust..", "io.pigw.overlay..", "io.pigw.simulation..")
                .and(not(TAKES_EXECUTORS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent..")
                .check(product);
        noClasses()
                .that(TAKES_EXECUTORS)
                .and()
                .resideInAnyPackage("io.pigw.overlay..", "io.pigw.simulation..")
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                        .and(not(belongToAnyOf(
                                Executor.class, RejectedExecutionException.class, CompletableFuture.class))))
                .check(product);
    }

    @Test
    void nobodyOutsideTheRuntimeSleepsOrUsesTheCommonPoolButACommandThatWaits() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.pigw.runtime..")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.cli.EnrollCommand")
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(
                        java.util.concurrent.CompletableFuture.class,
                        "orTimeout",
                        long.class,
                        java.util.concurrent.TimeUnit.class)
                .orShould()
                .callMethod(
                        java.util.concurrent.CompletableFuture.class, "supplyAsync", java.util.function.Supplier.class)
                .orShould()
                .callMethod(java.util.concurrent.CompletableFuture.class, "runAsync", Runnable.class)
                .check(product);
    }

    @Test
    void nobodyOutsideTheRuntimeStartsThreadsButThoseNamed() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.pigw.runtime..", "io.pigw.bench..", "io.pigw.cli..")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.enrollment.Enrollment")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.enrollment.Operations")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.enrollment.est.EstServer")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.enrollment.hook.Hooks")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.enrollment.publish.CrlWorker")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.enrollment.ocsp.OcspResponder")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.sos.ExclusionClient")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.sos.Follower")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.sos.VerificationWorkers")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.gateway.nexthop.NextHops")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.gateway.registration.RegistrationService")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.gateway.sip.StackThreads")
                .and()
                .doNotHaveFullyQualifiedName("io.pigw.gateway.sip.TlsWatch")
                .should()
                .callCodeUnitWhere(startsThreads())
                .check(product);
    }

    private static DescribedPredicate<JavaCall<?>> startsThreads() {
        Set<String> ofThread = Set.of("<init>", "ofPlatform", "ofVirtual", "startVirtualThread", "start");
        return DescribedPredicate.describe("they start threads", call -> {
            String name = call.getName();
            return call.getTargetOwner().isAssignableTo(Thread.class) && ofThread.contains(name)
                    || call.getTargetOwner().isEquivalentTo(Executors.class) && name.startsWith("new")
                    || call.getTargetOwner().isAssignableTo(ThreadPoolExecutor.class) && name.equals("<init>")
                    || call.getTargetOwner().isAssignableTo(ForkJoinPool.class);
        });
    }

    @Test
    void packagesOfAModuleFormNoCycles() {
        for (String module : new String[] {
            "p2psip", "trust", "overlay", "runtime", "gateway", "csp", "peer", "sos", "enrollment", "bench"
        }) {
            slices().matching("io.pigw." + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(product);
        }
    }
}
