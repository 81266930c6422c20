namespace Bridge.Discovery;

/// <summary>The templates by which Home Assistant reads our JSON; fixed by the outside contract.</summary>
internal static class Templates
{
    /// <summary>Availability from the heartbeat; must not raise on the plain <c>offline</c> of the will.</summary>
    public const string BridgeAvailability =
        "{{ 'online' if value_json is mapping and value_json.status == 'online' else 'offline' }}";

    /// <summary>The same as a binary sensor's state.</summary>
    public const string BridgeConnection =
        "{{ 'ON' if value_json is mapping and value_json.status == 'online' else 'OFF' }}";

    /// <summary>A number or text; by subscript, because keys such as <c>items</c> are methods of a mapping.</summary>
    public static string Value(string key) => $"{{{{ value_json['{key}'] | default(none) }}}}";

    /// <summary>
    /// The same where Home Assistant has no word for unknown: <c>None</c> would be shown as a version, and is an error in a
    /// brightness or a position; nothing at all is passed over.
    /// </summary>
    public static string Known(string key) =>
        $"{{% set v = value_json['{key}'] | default(none) %}}{{{{ '' if v is none else v }}}}";

    /// <summary>A mapping, handed on as JSON; nothing at all where there is none.</summary>
    public static string Json(string key) =>
        $"{{% set v = value_json['{key}'] | default(none) %}}{{{{ '' if v is none else v | to_json }}}}";

    /// <summary>A truth value; an unknown one stays unknown.</summary>
    public static string Truth(string key) =>
        $"{{% set v = value_json['{key}'] | default(none) %}}{{{{ 'None' if v is none else 'ON' if v else 'OFF' }}}}";
}
