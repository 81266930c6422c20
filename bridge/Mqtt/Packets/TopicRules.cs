using Bridge.Mqtt.Wire;

namespace Bridge.Mqtt.Packets;

/// <summary>Topic Names and Topic Filters (MQTT 5 §4.7).</summary>
internal static class TopicRules
{
    private const byte TopicNameInvalid = 0x90;
    private const string SharePrefix = "$share/";

    /// <summary>A name is not empty and holds no wildcard.</summary>
    public static bool IsName(string topic) => topic.Length > 0 && topic.AsSpan().IndexOfAny('+', '#') < 0;

    /// <summary>In a filter <c>+</c> is a whole level, and <c>#</c> the whole last one (§4.7.1).</summary>
    public static bool IsFilter(string filter)
    {
        for (var i = 0; i < filter.Length; i++)
        {
            var wildcard = filter[i] is '+' or '#';
            var begins = i == 0 || filter[i - 1] == '/';
            var ends = i == filter.Length - 1 || (filter[i] == '+' && filter[i + 1] == '/');
            if (wildcard && !(begins && ends))
            {
                return false;
            }
        }

        return filter.Length > 0 && (!IsShared(filter) || SplitShared(filter) is not null);
    }

    /// <summary>Whether a filter is of the form <c>$share/group/filter</c> (§4.8.2).</summary>
    public static bool IsShared(string filter) => filter.StartsWith(SharePrefix, StringComparison.Ordinal);

    /// <summary>Group and filter of a shared subscription; null when one is missing, or the group holds a wildcard.</summary>
    public static (string Group, string Filter)? SplitShared(string filter)
    {
        var parts = filter.Split('/', 3);
        return parts is ["$share", { Length: > 0 } group, { Length: > 0 } own] && group.AsSpan().IndexOfAny('+', '#') < 0
            ? (group, own)
            : null;
    }

    /// <summary>Whether a topic name matches a valid filter; a leading wildcard does not match <c>$…</c> (§4.7.2).</summary>
    public static bool Matches(ReadOnlySpan<char> filter, ReadOnlySpan<char> topic)
    {
        if (topic is ['$', ..] && filter is ['+' or '#', ..])
        {
            return false;
        }

        var topicEnded = false;
        foreach (var level in filter.Split('/'))
        {
            var wanted = filter[level];
            if (wanted is "#")
            {
                return true;
            }

            if (topicEnded)
            {
                return false;
            }

            var end = topic.IndexOf('/');
            var found = end < 0 ? topic : topic[..end];
            if (wanted is not "+" && !wanted.SequenceEqual(found))
            {
                return false;
            }

            topicEnded = end < 0;
            topic = topicEnded ? [] : topic[(end + 1)..];
        }

        return topicEnded;
    }

    public static void CheckReceived(string topic)
    {
        if (!IsName(topic))
        {
            throw new MqttProtocolException(TopicNameInvalid, "A topic name that is empty or holds a wildcard.");
        }
    }
}
