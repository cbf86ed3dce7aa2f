package io.pigw.runtime.net;

import io.pigw.runtime.identity.NodeIdentity;
import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import org.jspecify.annotations.Nullable;

/** Gives a {@link NodeKeyManager} in the form that TLS contexts take. */
final class NodeKeyManagerFactory extends KeyManagerFactory {

    NodeKeyManagerFactory(NodeIdentity identity, boolean boring) {
        super(new Spi(new NodeKeyManager(identity, boring)), new Nowhere(), "pigw-node");
    }

    private static final class Spi extends KeyManagerFactorySpi {

        private final KeyManager manager;

        Spi(KeyManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

        @Override
        protected void engineInit(@Nullable ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }

    private static final class Nowhere extends Provider {

        private static final long serialVersionUID = 1L;

        Nowhere() {
            super("pigw", "1", "");
        }
    }
}
