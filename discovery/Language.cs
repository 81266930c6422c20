namespace Bridge.Discovery;

/// <summary>Language of the names of entities; keys, topics and identities have none.</summary>
public enum Language
{
    /// <summary>As the drivers say them.</summary>
    English,

    /// <summary>From the table of <see cref="EntityNames"/>.</summary>
    German,
}
