namespace Bridge.Unit.Host.Composition.Week;

/// <summary>What is wrong with a device while it is broken.</summary>
internal enum Trouble
{
    /// <summary>It does not answer: no acknowledge on I²C, silence on a line.</summary>
    Silence,

    /// <summary>Its bytes are others than were sent.</summary>
    Garbage,

    /// <summary>Its transfers hang in the kernel.</summary>
    Hang,

    /// <summary>Adapter or port is gone.</summary>
    Gone,

    /// <summary>Its driver throws.</summary>
    Bug,
}
