// The loops of row_sums.h with the vectors of avx512; src/CMakeLists.txt gives this file its flags.
#define FOOTFALL_ROW_SUMS kAvx512RowSums
#include "table/row_sums-inl.h"
