#pragma once

#include <cstddef>
#include <span>

namespace gradus {

/// Replaces the `columns` columns of length `rows` (rows >= columns >= 1; column after column in
/// `a`) by the orthonormal Q of their QR factorisation with a positive diagonal of R. That choice
/// makes the factorisation unique, and Q uniform over orthogonal matrices where the columns are
/// normal (Mezzadri 2007). Householder's reflections, 4 rows columns^2 operations.
void orthonormalize(std::span<double> a, size_t rows, size_t columns);

}  // namespace gradus
