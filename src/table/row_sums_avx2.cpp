// The loops of row_sums.h with the vectors of avx2; src/CMakeLists.txt gives this file its flags.
#define FOOTFALL_ROW_SUMS kAvx2RowSums
#include "table/row_sums-inl.h"
