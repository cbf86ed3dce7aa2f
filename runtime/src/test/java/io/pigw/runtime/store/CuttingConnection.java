package io.pigw.runtime.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection that is cut during its commit: just after it took effect, or just before. */
final class CuttingConnection {

    private CuttingConnection() {}

    static Connection of(Connection real, boolean committed, Runnable onCut) {
        return (Connection) Proxy.newProxyInstance(
                CuttingConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        if (committed) {
                            real.commit();
                        } else {
                            real.rollback();
                        }
                        real.close();
                        onCut.run();
                        throw new SQLException("cut off", "08006");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
