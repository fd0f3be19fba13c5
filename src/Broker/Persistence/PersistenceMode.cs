namespace Busroot.Broker.Persistence;

/// <summary>When a QoS 1 or 2 publish that has to be stored is acknowledged.</summary>
public enum PersistenceMode
{
    /// <summary>Nothing outlives the process.</summary>
    None,

    /// <summary>At once; what the last moments brought may be lost with the machine's power or the process.</summary>
    Buffered,

    /// <summary>When it is on disk. The default.</summary>
    Durable,
}
