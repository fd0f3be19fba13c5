using Busroot.Transformer.Matching;

namespace Busroot.Transformer.NodeRed.Flows;

/// <summary>Which devices a subscription of a flow was about.</summary>
/// <param name="Filter">The filter, without a shared subscription's group.</param>
/// <param name="Devices">A pattern over Device IDs.</param>
/// <param name="IsNarrow">It does not take everything those devices send: it names what stands below the Device ID.</param>
internal sealed record DeviceTopic(string Filter, string Devices, bool IsNarrow)
{
    private static readonly string[][] Before = [["busroot"], ["v1", "v2"], ["dau"]];

    /// <summary>Reads a filter.</summary>
    /// <returns>Null when it takes no raw topic of a device.</returns>
    public static DeviceTopic? Parse(string filter)
    {
        if (filter.StartsWith("$share/", StringComparison.Ordinal))
        {
            filter = filter.Split('/', 3) is [_, _, var shared] ? shared : "";
        }

        var levels = filter.Split('/');
        for (var i = 0; i < Before.Length; i++)
        {
            var level = i < levels.Length ? levels[i] : "";
            if (level == "#" && i == levels.Length - 1)
            {
                return new DeviceTopic(filter, "*/*", IsNarrow: false);
            }

            if (level != "+" && !Before[i].Contains(level))
            {
                return null;
            }
        }

        return levels[3..] switch
        {
            [] => null,
            ["#"] => new DeviceTopic(filter, "*/*", IsNarrow: false),
            [_] => null, // an account alone is no Device ID
            [var account, "#"] => Of(filter, account, "+", isNarrow: false),
            [var account, var device, "#"] => Of(filter, account, device, isNarrow: false),
            [var account, var device, .. var below] => Of(filter, account, device, below.Length > 0),
        };
    }

    /// <summary>Whether every device of another subscription is one of this one.</summary>
    public bool Covers(DeviceTopic other)
    {
        var (mine, theirs) = (Devices.Split('/'), other.Devices.Split('/'));
        return mine.Zip(theirs).All(part => part.First == "*" || part.First == part.Second);
    }

    /// <summary>Whether the two share some devices although neither covers the other.</summary>
    public bool Crosses(DeviceTopic other) =>
        !Covers(other) && !other.Covers(this) && DevicePattern.TryParse(Devices, out var a, out _) && DevicePattern.TryParse(other.Devices, out var b, out _) && a.Overlaps(b);

    private static DeviceTopic? Of(string filter, string account, string device, bool isNarrow)
    {
        var devices = $"{(account == "+" ? "*" : account)}/{(device == "+" ? "*" : device)}";
        return DevicePattern.TryParse(devices, out _, out _) && !(account + device).Contains('*', StringComparison.Ordinal) ? new DeviceTopic(filter, devices, isNarrow) : null;
    }
}
