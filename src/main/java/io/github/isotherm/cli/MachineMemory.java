package io.github.isotherm.cli;

import io.github.isotherm.error.IsothermException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The memory of this computer, or of the container that this process runs in. */
final class MachineMemory {
    private MachineMemory() {}

    /** All of it, in bytes. */
    static long bytes() {
        try {
            ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
            return (long) ManagementFactory.getPlatformMBeanServer().getAttribute(system, "TotalMemorySize");
        } catch (JMException e) {
            throw new IsothermException(
                    "This Java does not tell how much memory the computer has; say with --models-memory how much models may"
                            + " take.",
                    e);
        }
    }
}
