namespace Busroot.Broker.Connections;

/// <summary>The door a client came in by.</summary>
/// <param name="Name">For logs: scheme, address and port.</param>
/// <param name="Open">True on a listener opened for development: anyone may connect as anyone and use every topic.</param>
public sealed record Listener(string Name, bool Open);
