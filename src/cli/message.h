// Holds how the program tells people on standard error what went wrong; the log hears it as well.
#pragma once
#include <string>

#include "base/result.h"

namespace footfall {

// Says an error and returns its exit code.
int report(const Error& error);

// Says what is odd but no error; quiet with --quiet.
void warn(const std::string& text);

// Says what is being done or was done; quiet with --quiet.
void note(const std::string& text);

// Says a line as it is, at a terminal broken at its width; what follows stands two columns deeper.
void tell(const std::string& line);

// Writes to standard output. Error: kIo, but none when the reader has gone.
int print(const std::string& text);

}  // namespace footfall
