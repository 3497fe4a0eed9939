package io.github.isotherm.onnx;

/** Whether the program is ending: ONNX Runtime is then taken down under whatever still runs. */
final class ProgramEnd {
    private ProgramEnd() {}

    static boolean isUnderWay() {
        Thread nothing = new Thread(() -> {}, "isotherm-none");
        try {
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
