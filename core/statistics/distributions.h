// The few functions of the normal, chi-squared, Poisson and binomial distributions that the statistics need.
//
// Only for the sources of this module, which check their arguments first: outside the ranges given here the answer may
// be NaN.  distributions.cpp is the only user of Boost.Math; nothing here throws.
//
// Thread-safe: functions of their arguments only.
#pragma once

#include <cstdint>

namespace svd::statistics {

// The chance that a normal value is at least |z| standard deviations away from its mean, on either side.
double normal_two_sided(double z);

// The chance of at least that much, under chi-squared.  value >= 0, degrees > 0.
double chi_squared_above(double value, double degrees);

// P(X <= count), X Poisson.  mean > 0.
double poisson_up_to(std::uint64_t count, double mean);
// The smallest count with P(X <= count) >= share.  mean > 0, 0 < share < 1.
std::uint64_t poisson_quantile(double share, double mean);
// The mean under which `count` or more has that chance (0 for count 0), and the one under which `count` or fewer has.
double poisson_mean_below(std::uint64_t count, double chance);
double poisson_mean_above(std::uint64_t count, double chance);

// X binomial of n trials.  k <= n, 0 < p < 1.
double binomial_exactly(std::uint64_t k, std::uint64_t n, double p);
double binomial_up_to(std::uint64_t k, std::uint64_t n, double p);
double binomial_at_least(std::uint64_t k, std::uint64_t n, double p);
// The odds p / (1 - p) under which k or more has that chance (0 for k = 0), and those under which k or fewer has
// (k < n).  Odds, because 1 - p loses its digits where p is nearly 1.
double binomial_odds_below(std::uint64_t k, std::uint64_t n, double chance);
double binomial_odds_above(std::uint64_t k, std::uint64_t n, double chance);

}  // namespace svd::statistics
