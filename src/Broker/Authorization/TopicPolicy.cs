using Busroot.Broker.Identity;

namespace Busroot.Broker.Authorization;

/// <summary>Who may publish and subscribe to what. Everything that is not granted here is refused.</summary>
/// <remarks>Pure: same question, same answer; sessions keep the answers. Source: ARCHITECTURE.md, "Identity, topics and who may do what".</remarks>
public static class TopicPolicy
{
    /// <summary>Says whether a principal may publish to a topic.</summary>
    /// <param name="principal">Who logged in.</param>
    /// <param name="topic">A valid topic name in UTF-8.</param>
    public static bool MayPublish(Principal principal, ReadOnlySpan<byte> topic)
    {
        if (topic.StartsWith("$SYS/"u8) || topic.SequenceEqual("$SYS"u8))
        {
            return false; // the broker's own
        }

        return principal switch
        {
            Principal.Open => true,
            Principal.Service { Account.Role: ServiceRole.Admin } => true,
            Principal.Service { Account: { Role: ServiceRole.Integrator } service } =>
                BusrootTopic.TryParse(topic, out var parts) && parts.Kind != BusrootTopicKind.Raw && parts.Account == service.Account,
            Principal.Device device => BusrootTopic.TryParse(topic, out var parts) && BelongsTo(parts, device.Record),
            _ => false,
        };
    }

    /// <summary>Says whether a principal may subscribe to a filter: only when everything the filter can match is granted.</summary>
    /// <param name="principal">Who logged in.</param>
    /// <param name="filter">A valid filter, without share prefix.</param>
    public static bool MaySubscribe(Principal principal, string filter) => principal switch
    {
        Principal.Open => true,
        Principal.Service { Account.Role: ServiceRole.Admin } => true,
        Principal.Service { Account: var service } => Grants(service).Any(grant => Covers(grant, filter)),
        Principal.Device device => Grants(device.Record).Any(grant => Covers(grant, filter)),
        _ => false,
    };

    private static bool BelongsTo(BusrootTopic topic, DeviceRecord device) => topic.Kind switch
    {
        BusrootTopicKind.StationSignals => device.Id.Account.SequenceEqual(topic.Account) && device.Stations.Contains(topic.Station),
        _ => topic.DeviceId == device.Id.ToString(),
    };

    private static IEnumerable<string> Grants(ServiceAccount service)
    {
        yield return "$SYS/#";
        var account = service.Role == ServiceRole.Integrator ? service.Account! : "+";
        yield return $"busroot/v1/{account}/+";
        yield return $"busroot/v2/{account}/signals/+";
        if (service.Role == ServiceRole.Integrator)
        {
            yield return $"busroot/v1/dau/{account}/#";
            yield return $"busroot/v2/dau/{account}/#";
        }
    }

    private static IEnumerable<string> Grants(DeviceRecord device)
    {
        yield return $"busroot/v1/{device.Id}";
        yield return $"busroot/v1/dau/{device.Id}/#";
        yield return $"busroot/v2/dau/{device.Id}/#";
        foreach (var station in device.Stations)
        {
            yield return $"busroot/v2/{device.Id.Account}/signals/{station}";
        }
    }

    /// <summary>True when every topic that <paramref name="filter"/> matches is matched by <paramref name="grant"/> too.</summary>
    private static bool Covers(string grant, string filter)
    {
        var granted = grant.Split('/');
        var asked = filter.Split('/');
        for (var i = 0; i < granted.Length; i++)
        {
            if (granted[i] == "#")
            {
                return true; // also when asked ends here: "a/#" matches "a"
            }

            if (i >= asked.Length || asked[i] == "#" || (granted[i] != "+" && granted[i] != asked[i]))
            {
                return false;
            }
        }

        return asked.Length == granted.Length;
    }
}
