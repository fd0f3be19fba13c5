namespace Busroot.Load.Generator;

/// <summary>What clients do during one measurement.</summary>
internal sealed record Workload
{
    /// <summary>Connections that publish, each on its own topic.</summary>
    public int Publishers { get; init; } = 100;

    /// <summary>Connections that subscribe.</summary>
    public int Subscribers { get; init; } = 1;

    /// <summary>Further connections with a subscription that nothing is published to.</summary>
    public int Idle { get; init; }

    /// <summary>Topic of a publisher; it ends in the publisher's number.</summary>
    public Func<int, string> Topic { get; init; } = device => $"load/acme/d{device}";

    /// <summary>Filter of a subscriber.</summary>
    public Func<int, string> Filter { get; init; } = _ => "load/#";

    /// <summary>Subscribers every message reaches.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>QoS of publishing and of subscribing: 0 or 1.</summary>
    public int Qos { get; init; }

    /// <summary>True for subscribers whose sessions outlive their connections.</summary>
    public bool DurableSubscribers { get; init; }

    /// <summary>Messages a publisher puts into one write.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>Messages a second in all; zero for as fast as <see cref="Window"/> allows.</summary>
    public double Rate { get; init; }

    /// <summary>Messages under way at most, when there is no rate.</summary>
    public int Window { get; init; } = 1000;

    /// <summary>QoS 1 publishes a publisher may have unacknowledged.</summary>
    public int PublisherWindow { get; init; } = 16;
}
