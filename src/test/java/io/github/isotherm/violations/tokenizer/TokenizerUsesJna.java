package io.github.isotherm.violations.tokenizer;

import com.sun.jna.Pointer;
import io.github.isotherm.Breaks;

@Breaks("oneVendorHasOnePackage")
abstract class TokenizerUsesJna {
    abstract Pointer used();
}
