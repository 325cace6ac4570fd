#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gradus {

/// Text that can be printed: line breaks kept, other control characters as spaces, bytes that are
/// not UTF-8 as U+FFFD.
[[nodiscard]] std::string clean_text(std::string_view text);

/// Width in pixels at a font size in pixels, by DejaVu Sans's advance widths; bold is wider.
[[nodiscard]] double text_width(std::string_view text, double size, bool bold = false);

/// Breaks cleaned text into lines of at most `width` pixels at spaces, and at its own line breaks.
/// A single word that is wider stays whole.
[[nodiscard]] std::vector<std::string> wrap_text(std::string_view text, double width, double size,
                                                 bool bold = false);

/// The text, or where it is wider than that many pixels, its beginning and its end around "…", with
/// two thirds of the room for the beginning: names that differ late stay apart.
[[nodiscard]] std::string shorten_text(const std::string& text, double width, double size);

/// Every character that DejaVu Sans lacks as a white square. gnuplot's cairo terminals, where no
/// font has a character, paint over the whole picture (seen with 5.4).
[[nodiscard]] std::string with_boxes(std::string_view text);

/// "10⁻³": digits and minus as superscripts.
[[nodiscard]] std::string superscript(int number);

}  // namespace gradus
