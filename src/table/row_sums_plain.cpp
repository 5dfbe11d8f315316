// The loops of row_sums.h with what every machine has; src/CMakeLists.txt gives this file its
// flags.
#define FOOTFALL_ROW_SUMS kPlainRowSums
#include "table/row_sums-inl.h"
