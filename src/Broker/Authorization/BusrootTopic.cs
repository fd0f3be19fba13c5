using System.Text;

namespace Busroot.Broker.Authorization;

/// <summary>What a topic of the Busroot name space carries.</summary>
public enum BusrootTopicKind
{
    /// <summary>A device's raw payload: <c>busroot/v1/dau/{account}/{device}</c> and below, or the same with <c>v2</c>.</summary>
    Raw,

    /// <summary>A device's signals: <c>busroot/v1/{account}/{device}</c>.</summary>
    DeviceSignals,

    /// <summary>A station's signals: <c>busroot/v2/{account}/signals/{station}</c>.</summary>
    StationSignals,
}

/// <summary>A topic name of the Busroot name space, taken apart.</summary>
/// <param name="Kind">What it carries.</param>
/// <param name="Account">The account it belongs to.</param>
/// <param name="Device">The device, for raw payloads and device signals; else empty.</param>
/// <param name="Station">The station, for station signals; else empty.</param>
public readonly record struct BusrootTopic(BusrootTopicKind Kind, string Account, string Device, string Station)
{
    /// <summary>The Device ID of a raw or device signals topic.</summary>
    public string DeviceId => $"{Account}/{Device}";

    /// <summary>Takes a topic apart.</summary>
    /// <param name="utf8">A valid topic name.</param>
    /// <param name="topic">Its parts.</param>
    /// <returns>False for a topic outside the name space, or one whose account or device no Device ID can have.</returns>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out BusrootTopic topic)
    {
        topic = default;
        if (!utf8.StartsWith("busroot/v"u8))
        {
            return false;
        }

        var levels = Encoding.UTF8.GetString(utf8).Split('/');
        BusrootTopic? parsed = levels switch
        {
            [_, "v1" or "v2", "dau", var account, var device, ..] => new BusrootTopic(BusrootTopicKind.Raw, account, device, ""),
            [_, "v2", var account, "signals", var station] => new BusrootTopic(BusrootTopicKind.StationSignals, account, "", station),
            [_, "v1", var account, var device] => new BusrootTopic(BusrootTopicKind.DeviceSignals, account, device, ""),
            _ => null,
        };
        topic = parsed.GetValueOrDefault();
        return parsed is { } found && HasPossibleOwner(found);
    }

    private static bool HasPossibleOwner(BusrootTopic topic) =>
        topic.Kind == BusrootTopicKind.StationSignals
            ? Identity.DeviceId.AccountProblem(topic.Account) is null && topic.Station.Length > 0
            : Identity.DeviceId.TryParse(topic.DeviceId, out _, out _);
}
