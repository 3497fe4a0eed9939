package io.github.isotherm.sampling;

/** User code stands under the same laws: a lambda that drops every odd id above 10. */
class CustomProcessorContractTest extends LogitsProcessorContract {
    @Override
    protected LogitsProcessor processor() {
        return (candidates, context) -> candidates.retain(i -> candidates.id(i) <= 10 || candidates.id(i) % 2 == 0);
    }
}
