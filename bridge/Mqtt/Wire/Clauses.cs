namespace Bridge.Mqtt.Wire;

/// <summary>Words of others (the system, a broker, the packet readers) as a part of a longer line.</summary>
internal static class Clauses
{
    extension(string sentence)
    {
        /// <summary>The same without the full stop at its end.</summary>
        public string AsClause() => sentence.TrimEnd().TrimEnd('.');
    }
}
