// The program.
#include "cli/process.h"
#include "cli/program.h"

int main(int argc, char** argv) {
  return footfall::run_guarded([&] { return footfall::run_program(argc, argv); });
}
