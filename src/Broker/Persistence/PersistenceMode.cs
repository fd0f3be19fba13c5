namespace Busroot.Broker.Persistence;

/// <summary>When a QoS 1 or 2 publish that has to be stored is acknowledged.</summary>
/// <remarks>The broker waits for its store in both modes that have one; they differ in what the store waits for.</remarks>
public enum PersistenceMode
{
    /// <summary>At once: nothing outlives the process.</summary>
    None,

    /// <summary>When the operating system has it: it survives the end of the process, but the last of it may go with the machine's power.</summary>
    Buffered,

    /// <summary>When it is on disk. The default.</summary>
    Durable,
}
