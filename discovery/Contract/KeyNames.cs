namespace Bridge.Discovery.Contract;

/// <summary>Home Assistant's names of the keys we write or have rules for.</summary>
internal static class KeyNames
{
    public const string Availability = "availability";
    public const string AvailabilityMode = "availability_mode";
    public const string AvailabilityTopic = "availability_topic";
    public const string CommandTopic = "command_topic";
    public const string Components = "components";
    public const string Connections = "connections";
    public const string DefaultEntityId = "default_entity_id";
    public const string Device = "device";
    public const string DeviceClass = "device_class";
    public const string EnabledByDefault = "enabled_by_default";
    public const string EntityCategory = "entity_category";
    public const string EventTypes = "event_types";
    public const string ExpireAfter = "expire_after";
    public const string HardwareVersion = "hw_version";
    public const string Icon = "icon";
    public const string Identifiers = "identifiers";
    public const string AttributesTopic = "json_attributes_topic";
    public const string LastResetTemplate = "last_reset_value_template";
    public const string Manufacturer = "manufacturer";
    public const string Highest = "max";
    public const string Lowest = "min";
    public const string Model = "model";
    public const string Name = "name";
    public const string Optimistic = "optimistic";
    public const string Options = "options";
    public const string Origin = "origin";
    public const string Pattern = "pattern";
    public const string PayloadInstall = "payload_install";
    public const string PayloadOff = "payload_off";
    public const string PayloadOn = "payload_on";
    public const string PayloadPress = "payload_press";
    public const string Platform = "platform";
    public const string Qos = "qos";
    public const string ReportsPosition = "reports_position";
    public const string Retain = "retain";
    public const string Schema = "schema";
    public const string SerialNumber = "serial_number";
    public const string StateClass = "state_class";
    public const string StateTopic = "state_topic";
    public const string Step = "step";
    public const string SuggestedArea = "suggested_area";
    public const string DisplayPrecision = "suggested_display_precision";
    public const string SupportUrl = "support_url";
    public const string SoftwareVersion = "sw_version";
    public const string Topic = "topic";
    public const string UniqueId = "unique_id";
    public const string Unit = "unit_of_measurement";
    public const string ValueTemplate = "value_template";
    public const string ViaDevice = "via_device";
}
