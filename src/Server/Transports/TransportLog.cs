namespace Busroot.Server.Transports;

/// <summary>What the transports say. Ids 4500 and up.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(4500, LogLevel.Error, "The connection from {Remote} ended with a fault of the server")]
    public static partial void ConnectionFailed(ILogger log, string remote, Exception error);

    [LoggerMessage(4501, LogLevel.Error, "Work on loop {Loop} failed; the client it was for is disconnected")]
    public static partial void LoopItemFailed(ILogger log, string loop, Exception error);

    [LoggerMessage(4502, LogLevel.Warning, "The TLS handshake with {Remote} failed: {Problem}")]
    public static partial void HandshakeFailed(ILogger log, string remote, string problem);

    [LoggerMessage(4503, LogLevel.Warning, "The connection from {Remote} on {Listener} is closed: {Problem}")]
    public static partial void NoProxyHeader(ILogger log, string remote, string listener, string problem);

    [LoggerMessage(4504, LogLevel.Warning, "{Listener} accepts nobody for a second ({Problem}); raise the limit of open files (ulimit -n, LimitNOFILE)")]
    public static partial void CannotAccept(ILogger log, string listener, string problem);
}
