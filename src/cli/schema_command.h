// Holds `footfall schema`: prints what the tables of a data set hold, column by column.
#pragma once

namespace CLI {
class App;
}

namespace footfall {

// Adds the flags of schema to `app`; the exit code lands in `code`.
void add_schema(CLI::App& app, int& code);

}  // namespace footfall
