// Holds what the command line knows of where its output goes: a terminal or not, how wide, and
// whether colour is wanted.
#pragma once
#include <string>

namespace footfall {

// Escape sequences, or nothing where colour is not wanted. Magenta is legible on white and black.
struct Style {
  std::string bold, dim, accent, plain;
};

// Returns the style for STDOUT_FILENO or STDERR_FILENO: none unless it is a terminal, and none with
// --no-color, NO_COLOR or TERM=dumb.
Style style_of(int descriptor);

// Returns whether a line on standard error may be drawn over.
bool can_animate();

// Returns how many columns to fill: those of the terminal, 100 where there is none; 60 to 120.
int text_columns(int descriptor);

// Returns how many columns a page of help may take: those of the terminal, else of COLUMNS, else
// 80; at most 100.
int page_columns();

// Returns the columns of the terminal, 0 where there is none.
int terminal_columns(int descriptor);

// Keeps the word by which the program was called, so that suggested commands can be pasted.
void set_program_name(const char* word);
const std::string& program_name();

}  // namespace footfall
