#include "core/domain/area_profile.h"

namespace svd {

std::string_view figure_status_name(FigureStatus status) {
    switch (status) {
        case FigureStatus::kUnknown: return "unknown";
        case FigureStatus::kNotCollected: return "not_collected";
        case FigureStatus::kWithheld: return "withheld";
        case FigureStatus::kSupplied: return "supplied";
        case FigureStatus::kNilReturn: return "nil_return";
        case FigureStatus::kNotAvailable: return "not_available";
        case FigureStatus::kNotSupplied: return "not_supplied";
        case FigureStatus::kPartial: return "partial";
        case FigureStatus::kSuppliedAsCounts: return "supplied_as_counts";
        case FigureStatus::kSuppressed: return "suppressed";
    }
    return "?";
}

std::string_view unplaced_reason_name(UnplacedReason reason) {
    switch (reason) {
        case UnplacedReason::kUnknown: return "unknown";
        case UnplacedReason::kNotCollected: return "not_collected";
        case UnplacedReason::kWithheld: return "withheld";
        case UnplacedReason::kOutsideArea: return "outside_area";
        case UnplacedReason::kWiderArea: return "wider_area";
    }
    return "?";
}

std::string_view not_carried_reason_name(NotCarriedReason reason) {
    switch (reason) {
        case NotCarriedReason::kAreaTooWide: return "area_too_wide";
        case NotCarriedReason::kBoundaryChanged: return "boundary_changed";
        case NotCarriedReason::kNoLookup: return "no_lookup";
    }
    return "?";
}

}  // namespace svd
