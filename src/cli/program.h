// Holds run_program: the way from the words of a command line to a command and its exit code.
#pragma once

namespace footfall {

// Runs the program as main does; returns its exit code.
int run_program(int argc, char** argv);

}  // namespace footfall
