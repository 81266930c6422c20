using System.Collections.Frozen;

namespace Bridge.Discovery.Contract;

/// <summary>The keys of the platforms whose entities have more than one value or none at all.</summary>
internal static class CompositeTables
{
    /// <summary>Tables for <see cref="KeyTable"/> by platform; a variant has <c>.schema</c> behind it.</summary>
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["light"] = """
            text: brightness_command_template brightness_value_template color_mode_value_template
            text: color_temp_command_template color_temp_value_template effect_command_template
            text: effect_value_template hs_command_template hs_value_template payload_off payload_on
            text: rgb_command_template rgb_value_template rgbw_command_template rgbw_value_template
            text: rgbww_command_template rgbww_value_template state_value_template xy_command_template
            text: xy_value_template
            topic: brightness_command_topic color_temp_command_topic command_topic! effect_command_topic
            topic: hs_command_topic rgb_command_topic rgbw_command_topic rgbww_command_topic white_command_topic
            topic: xy_command_topic
            positive: brightness_scale white_scale
            filter: brightness_state_topic color_mode_state_topic color_temp_state_topic effect_state_topic
            filter: hs_state_topic rgb_state_topic rgbw_state_topic rgbww_state_topic state_topic xy_state_topic
            boolean: color_temp_kelvin optimistic retain
            texts: effect_list
            count: max_kelvin max_mireds min_kelvin min_mireds
            choice on_command_type: first last brightness
            choice schema: basic json template
            """,
        ["light.json"] = """
            boolean: brightness color_temp_kelvin effect flash optimistic retain transition
            positive: brightness_scale white_scale
            topic: command_topic!
            texts: effect_list
            count: flash_time_long flash_time_short max_kelvin max_mireds min_kelvin min_mireds
            filter: state_topic
            choice schema: basic json template
            choices supported_color_modes: unknown onoff brightness color_temp hs xy rgb rgbw rgbww white
            """,
        ["light.template"] = """
            text: blue_template brightness_template color_temp_template command_off_template!
            text: command_on_template! effect_template green_template red_template state_template
            boolean: color_temp_kelvin optimistic retain
            topic: command_topic!
            texts: effect_list
            count: max_kelvin max_mireds min_kelvin min_mireds
            filter: state_topic
            choice schema: basic json template
            """,
        ["cover"] = """
            topic: command_topic set_position_topic tilt_command_topic
            boolean: optimistic retain tilt_optimistic
            text-or-null: payload_close payload_open payload_stop payload_stop_tilt
            integer: position_closed position_open tilt_closed_value tilt_max tilt_min tilt_opened_value
            text: position_template set_position_template state_closed state_closing state_open state_opening
            text: state_stopped tilt_command_template tilt_status_template value_template
            filter: position_topic state_topic tilt_status_topic
            choice-or-null device_class: awning blind curtain damper door garage gate shade shutter window
            """,
        ["fan"] = """
            text: command_template direction_command_template direction_value_template
            text: oscillation_command_template oscillation_value_template payload_off payload_on
            text: payload_oscillation_off payload_oscillation_on payload_reset_percentage
            text: payload_reset_preset_mode percentage_command_template percentage_value_template
            text: preset_mode_command_template preset_mode_value_template state_value_template
            topic: command_topic! direction_command_topic oscillation_command_topic percentage_command_topic
            topic: preset_mode_command_topic
            filter: direction_state_topic oscillation_state_topic percentage_state_topic preset_mode_state_topic
            filter: state_topic
            boolean: optimistic retain
            texts: preset_modes
            count: speed_range_max speed_range_min
            """,
        ["valve"] = """
            text: command_template state_closed state_closing state_open state_opening value_template
            topic: command_topic
            boolean: optimistic reports_position retain
            text-or-null: payload_close payload_open payload_stop
            integer: position_closed position_open
            filter: state_topic
            choice-or-null device_class: gas water
            """,
        ["event"] = """
            texts: event_types!
            filter: state_topic!
            text: value_template
            choice device_class: button doorbell motion
            """,
        ["update"] = """
            topic: command_topic
            count: display_precision
            text: latest_version_template payload_install release_summary release_url title value_template
            filter: latest_version_topic state_topic!
            boolean: retain
            choice-or-null device_class: firmware
            """,
        ["device_automation"] = """
            device: device!
            text: encoding subtype! topic! type!
            texts: group
            text-or-null: payload value_template
            qos: qos
            choice automation_type!: trigger
            """,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
