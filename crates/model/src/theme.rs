//! Themes: the subjects that pitches, delegates and feeds are sorted by.

use crate::word::words;

words! {
    /// A subject of local government. To add one, add a line here and its name below: nothing else knows the list.
    Theme {
        /// Adult social care.
        AdultSocialCare = "adult-social-care",
        /// Children’s services.
        ChildrensServices = "childrens-services",
        /// Housing.
        Housing = "housing",
        /// Homelessness.
        Homelessness = "homelessness",
        /// Planning.
        Planning = "planning",
        /// Building control.
        BuildingControl = "building-control",
        /// Highways.
        Highways = "highways",
        /// Transport.
        Transport = "transport",
        /// Parking.
        Parking = "parking",
        /// Waste and recycling.
        Waste = "waste",
        /// Net zero.
        NetZero = "net-zero",
        /// Environment.
        Environment = "environment",
        /// Public health.
        PublicHealth = "public-health",
        /// Education.
        Education = "education",
        /// Libraries and culture.
        LibrariesAndCulture = "libraries-and-culture",
        /// Leisure.
        Leisure = "leisure",
        /// Economic development.
        EconomicDevelopment = "economic-development",
        /// Procurement.
        Procurement = "procurement",
        /// Finance.
        Finance = "finance",
        /// Revenues and benefits.
        RevenuesAndBenefits = "revenues-and-benefits",
        /// Customer services.
        CustomerServices = "customer-services",
        /// Digital and data.
        DigitalAndData = "digital-and-data",
        /// Cyber security.
        CyberSecurity = "cyber-security",
        /// HR and workforce.
        HrAndWorkforce = "hr-and-workforce",
        /// Democratic services.
        DemocraticServices = "democratic-services",
        /// Community safety.
        CommunitySafety = "community-safety",
        /// Emergency planning.
        EmergencyPlanning = "emergency-planning",
        /// Assets and estates.
        AssetsAndEstates = "assets-and-estates",
    }
}

impl Theme {
    /// The names of several, as people read them.
    pub fn names(all: &[Self]) -> String {
        let names: Vec<&str> = all.iter().map(|theme| theme.name()).collect();
        names.join(", ")
    }

    /// The name as people write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AdultSocialCare => "Adult social care",
            Self::ChildrensServices => "Children’s services",
            Self::Housing => "Housing",
            Self::Homelessness => "Homelessness",
            Self::Planning => "Planning",
            Self::BuildingControl => "Building control",
            Self::Highways => "Highways",
            Self::Transport => "Transport",
            Self::Parking => "Parking",
            Self::Waste => "Waste and recycling",
            Self::NetZero => "Net zero",
            Self::Environment => "Environment",
            Self::PublicHealth => "Public health",
            Self::Education => "Education",
            Self::LibrariesAndCulture => "Libraries and culture",
            Self::Leisure => "Leisure",
            Self::EconomicDevelopment => "Economic development",
            Self::Procurement => "Procurement",
            Self::Finance => "Finance",
            Self::RevenuesAndBenefits => "Revenues and benefits",
            Self::CustomerServices => "Customer services",
            Self::DigitalAndData => "Digital and data",
            Self::CyberSecurity => "Cyber security",
            Self::HrAndWorkforce => "HR and workforce",
            Self::DemocraticServices => "Democratic services",
            Self::CommunitySafety => "Community safety",
            Self::EmergencyPlanning => "Emergency planning",
            Self::AssetsAndEstates => "Assets and estates",
        }
    }
}
