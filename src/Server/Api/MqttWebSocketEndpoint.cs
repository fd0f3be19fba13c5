using Busroot.Server.Pipeline;

namespace Busroot.Server.Api;

/// <summary>MQTT over WebSocket on the HTTP port. MQTT 5.0 §6.</summary>
internal static class MqttWebSocketEndpoint
{
    /// <summary>Where clients connect, as MQTT libraries expect it.</summary>
    public const string Path = "/mqtt";

    private const string SubProtocol = "mqtt"; // [MQTT-6.0.0-3]

    /// <summary>Needs no login of the API: the CONNECT packet brings the client's own.</summary>
    public static void MapMqtt(this IEndpointRouteBuilder app) => app.Map(Path, AcceptAsync).WithMetadata(new NeedsNoLogin());

    private static async Task AcceptAsync(HttpContext context, IBrokerHost broker)
    {
        if (Problem(context, broker) is { } problem)
        {
            await problem.WriteAsync(context);
            return;
        }

        // MQTT has its own keep-alive, and compression would let an attacker who can add text guess a token by its size.
        var accept = new WebSocketAcceptContext { SubProtocol = SubProtocol, KeepAliveInterval = Timeout.InfiniteTimeSpan, DangerousEnableCompression = false };
        using var socket = await context.WebSockets.AcceptWebSocketAsync(accept);
        var connection = context.Connection;
        var scheme = context.Request.IsHttps ? "wss" : "ws";
        await broker.ServeAsync(socket, $"{new System.Net.IPEndPoint(connection.RemoteIpAddress!, connection.RemotePort)}", $"{scheme}://{connection.LocalIpAddress}:{connection.LocalPort}{Path}");
    }

    private static ProblemDocument? Problem(HttpContext context, IBrokerHost broker)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return new("This is for WebSockets", 400, "MQTT clients connect here with a WebSocket of sub-protocol mqtt.");
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(SubProtocol, StringComparer.Ordinal))
        {
            return new("The sub-protocol is missing", 400, "Ask for the WebSocket sub-protocol mqtt (Sec-WebSocket-Protocol: mqtt).");
        }

        return broker.IsReady ? null : new("Not ready", 503, "The broker takes no connections now.");
    }
}
