#include "core/statistics/distributions.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <numbers>

#include "core/statistics/numbers.h"

namespace svd::statistics {
namespace {

namespace policies = boost::math::policies;

// Boost.Math throws by default.
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>, policies::underflow_error<policies::ignore_error>,
    policies::denorm_error<policies::ignore_error>, policies::rounding_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>, policies::indeterminate_result_error<policies::ignore_error>>;

}  // namespace

double normal_two_sided(double z) { return boost::math::erfc(std::fabs(z) / std::numbers::sqrt2, Quiet()); }

double chi_squared_above(double value, double degrees) { return boost::math::gamma_q(degrees / 2, value / 2, Quiet()); }

double poisson_up_to(std::uint64_t count, double mean) { return boost::math::gamma_q(real(count) + 1, mean, Quiet()); }

std::uint64_t poisson_quantile(double share, double mean) {
    // Forty standard deviations above the mean nothing is left of any share that a double can hold.
    std::uint64_t low = 0;
    auto high = static_cast<std::uint64_t>(mean + 40 * std::sqrt(mean) + 1000);
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        if (poisson_up_to(middle, mean) >= share) high = middle;
        else low = middle + 1;
    }
    return low;
}

double poisson_mean_below(std::uint64_t count, double chance) {
    return count == 0 ? 0 : boost::math::gamma_p_inv(real(count), chance, Quiet());
}

double poisson_mean_above(std::uint64_t count, double chance) {
    return boost::math::gamma_q_inv(real(count) + 1, chance, Quiet());
}

double binomial_exactly(std::uint64_t k, std::uint64_t n, double p) {
    if (k == 0) return std::exp(real(n) * std::log1p(-p));
    if (k == n) return std::exp(real(n) * std::log(p));
    return boost::math::ibeta_derivative(real(k) + 1, real(n - k) + 1, p, Quiet()) / (real(n) + 1);
}

double binomial_up_to(std::uint64_t k, std::uint64_t n, double p) {
    return k == n ? 1 : boost::math::ibetac(real(k) + 1, real(n - k), p, Quiet());
}

double binomial_at_least(std::uint64_t k, std::uint64_t n, double p) {
    return k == 0 ? 1 : boost::math::ibeta(real(k), real(n - k) + 1, p, Quiet());
}

double binomial_odds_below(std::uint64_t k, std::uint64_t n, double chance) {
    if (k == 0) return 0;
    double rest = 0;
    const double p = boost::math::ibeta_inv(real(k), real(n - k) + 1, chance, &rest, Quiet());
    return p / rest;
}

double binomial_odds_above(std::uint64_t k, std::uint64_t n, double chance) {
    double rest = 0;
    const double p = boost::math::ibetac_inv(real(k) + 1, real(n - k), chance, &rest, Quiet());
    return p / rest;
}

}  // namespace svd::statistics
