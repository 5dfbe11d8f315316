#include "table/schema.h"

#include "table/columns.h"

namespace footfall {

const Schema& schema_of(Table table) { return kSchemas[static_cast<size_t>(table)]; }

}  // namespace footfall
