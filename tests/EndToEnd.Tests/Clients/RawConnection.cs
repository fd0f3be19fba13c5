using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Busroot.EndToEnd.Tests.Clients;

/// <summary>A connection whose every byte the test writes itself, for what no proper client sends.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>CONNECT of MQTT 3.1.1 with a clean session; ASCII texts, 16,383 bytes in all at most.</summary>
    public static byte[] Connect(string clientId, string user, string password)
    {
        byte[] body = [0, 4, .. "MQTT"u8, 4, 0b1100_0010, 0, 60, .. Text(clientId), .. Text(user), .. Text(password)];
        return [0x10, (byte)((body.Length & 0x7F) | 0x80), (byte)(body.Length >> 7), .. body];
    }

    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes);

    /// <summary>Reads so many bytes.</summary>
    public async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _client.GetStream().ReadExactlyAsync(bytes).AsTask().WaitAsync(Deadline.Length, TimeProvider.System);
        return bytes;
    }

    /// <summary>Waits until the server closes the connection; what it said before is read past.</summary>
    public async Task ClosedAsync()
    {
        var buffer = new byte[1024];
        try
        {
            while (await _client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Deadline.Length, TimeProvider.System) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed with a reset: it had not read all we sent.
        }
    }

    public void Dispose() => _client.Dispose();

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
