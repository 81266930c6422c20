using System.Collections.Frozen;

namespace Bridge.Discovery.Contract;

/// <summary>The keys of the platforms that the bridge does not write; other programs do.</summary>
internal static class OtherTables
{
    /// <summary>Tables for <see cref="KeyTable"/> by platform; a variant has <c>.schema</c> behind it.</summary>
    public static FrozenDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["alarm_control_panel"] = """
            text: code command_template payload_arm_away payload_arm_custom_bypass payload_arm_home
            text: payload_arm_night payload_arm_vacation payload_disarm payload_trigger value_template
            boolean: code_arm_required code_disarm_required code_trigger_required retain
            topic: command_topic!
            filter: state_topic!
            choices supported_features: arm_away arm_custom_bypass arm_home arm_night arm_vacation trigger
            """,
        ["camera"] = """
            filter: topic!
            choice image_encoding: b64
            """,
        ["climate"] = """
            text: action_template current_humidity_template current_temperature_template
            text: fan_mode_command_template fan_mode_state_template mode_command_template mode_state_template
            text: payload_off payload_on power_command_template preset_mode_command_template
            text: preset_mode_value_template swing_horizontal_mode_command_template
            text: swing_horizontal_mode_state_template swing_mode_command_template swing_mode_state_template
            text: target_humidity_command_template target_humidity_state_template temperature_command_template
            text: temperature_high_command_template temperature_high_state_template
            text: temperature_low_command_template temperature_low_state_template temperature_state_template
            text: value_template
            filter: action_topic current_humidity_topic current_temperature_topic fan_mode_state_topic
            filter: mode_state_topic preset_mode_state_topic swing_horizontal_mode_state_topic
            filter: swing_mode_state_topic target_humidity_state_topic temperature_high_state_topic
            filter: temperature_low_state_topic temperature_state_topic
            topic: fan_mode_command_topic mode_command_topic power_command_topic preset_mode_command_topic
            topic: swing_horizontal_mode_command_topic swing_mode_command_topic target_humidity_command_topic
            topic: temperature_command_topic temperature_high_command_topic temperature_low_command_topic
            texts: fan_modes modes preset_modes swing_horizontal_modes swing_modes
            number: initial max_humidity max_temp min_humidity min_temp temp_step
            boolean: optimistic retain
            unit: temperature_unit
            numbers precision: 0.1 0.5 1.0
            """,
        ["date"] = """
            text: command_template value_template
            topic: command_topic!
            boolean: optimistic retain
            filter: state_topic
            """,
        ["datetime"] = """
            text: command_template timezone value_template
            topic: command_topic!
            boolean: optimistic retain
            filter: state_topic
            """,
        ["device_tracker"] = """
            text: payload_home payload_not_home payload_reset value_template
            filter: state_topic
            choice source_type: gps router bluetooth bluetooth_le
            """,
        ["humidifier"] = """
            text: action_template command_template current_humidity_template mode_command_template
            text: mode_state_template payload_off payload_on payload_reset_humidity payload_reset_mode
            text: state_value_template target_humidity_command_template target_humidity_state_template
            filter: action_topic current_humidity_topic mode_state_topic state_topic target_humidity_state_topic
            topic: command_topic! mode_command_topic target_humidity_command_topic!
            number: max_humidity min_humidity
            texts: modes
            boolean: optimistic retain
            choice-or-null device_class: dehumidifier humidifier
            """,
        ["image"] = """
            text: content_type url_template
            filter: image_topic url_topic
            choice image_encoding: b64 raw
            """,
        ["infrared"] = """
            choice schema!: emitter receiver
            """,
        ["infrared.emitter"] = """
            text: command_template
            topic: command_topic!
            boolean: retain
            choice schema!: emitter
            """,
        ["infrared.receiver"] = """
            filter: state_topic!
            text: value_template
            choice schema!: receiver
            """,
        ["lawn_mower"] = """
            filter: activity_state_topic
            text: activity_value_template dock_command_template pause_command_template
            text: start_mowing_command_template
            topic: dock_command_topic pause_command_topic start_mowing_command_topic
            boolean: optimistic retain
            """,
        ["lock"] = """
            pattern: code_format
            text: command_template payload_lock payload_open payload_reset payload_unlock state_jammed
            text: state_locked state_locking state_open state_opening state_unlocked state_unlocking
            text: value_template
            topic: command_topic!
            boolean: optimistic retain
            filter: state_topic
            """,
        ["notify"] = """
            text: command_template
            topic: command_topic!
            boolean: retain
            """,
        ["scene"] = """
            topic: command_topic!
            text: payload_on
            boolean: retain
            """,
        ["siren"] = """
            texts: available_tones
            text: command_off_template command_template payload_off payload_on state_off state_on
            text: state_value_template
            topic: command_topic!
            boolean: optimistic retain support_duration support_volume_set
            filter: state_topic
            """,
        ["tag"] = """
            device: device
            text: encoding value_template
            texts: group
            qos: qos
            filter: topic!
            """,
        ["time"] = """
            text: command_template value_template
            topic: command_topic!
            boolean: optimistic retain
            filter: state_topic
            """,
        ["vacuum"] = """
            text: clean_segments_command_template payload_clean_spot payload_locate payload_pause
            text: payload_return_to_base payload_start payload_stop
            topic: clean_segments_command_topic command_topic send_command_topic set_fan_speed_topic state_topic
            texts: fan_speed_list
            boolean: retain
            choices supported_features: clean_spot fan_speed locate pause return_home send_command start status stop
            """,
        ["water_heater"] = """
            text: current_temperature_template mode_command_template mode_state_template payload_off payload_on
            text: power_command_template temperature_command_template temperature_state_template value_template
            filter: current_temperature_topic mode_state_topic temperature_state_topic
            number: initial max_temp min_temp
            topic: mode_command_topic power_command_topic temperature_command_topic
            texts: modes
            boolean: optimistic retain
            unit: temperature_unit
            numbers precision: 0.1 0.5 1.0
            """,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
