using System.Buffers;
using System.Net.Sockets;
using Busroot.Server.Transports;

namespace Busroot.Server.Polling;

/// <summary>A connection whose load balancer has not said yet for whom it is: reads the PROXY header, and not a byte more.</summary>
/// <remarks>Threads: the broker loop only. Owner of the socket: this, until it is handed to the listener.</remarks>
internal sealed class PolledIntroduction(Socket socket, string remoteAddress, SocketPoller poller, PolledListener listener, long since) : PolledSocket(socket)
{
    private byte[] _header = new byte[ProxyHeader.FixedBytes];
    private int _received;
    private bool _done;

    /// <summary>The socket's peer: the load balancer.</summary>
    public string RemoteAddress { get; } = remoteAddress;

    /// <summary>When it was accepted, in milliseconds of the broker's clock.</summary>
    public long Since { get; } = since;

    public override void Run()
    {
        Found = PollFound.None;
        while (!_done)
        {
            var received = Socket.Receive(_header.AsSpan(_received), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                return;
            }

            if (received == 0 || error != SocketError.Success)
            {
                Refuse(error == SocketError.Success ? "it ended within its PROXY header" : "it broke within its PROXY header");
                return;
            }

            _received += received;
            TakeHeader();
        }
    }

    public override void Failed(Exception error) => Refuse("the server failed");

    /// <summary>Closes the connection.</summary>
    /// <param name="problem">Completes "the connection is closed:".</param>
    public void Refuse(string problem)
    {
        if (End())
        {
            listener.Refused(this, problem);
        }
    }

    private void TakeHeader()
    {
        try
        {
            var header = new ReadOnlySequence<byte>(_header, 0, _received);
            if (ProxyHeader.TryRead(ref header, out var introduced))
            {
                End();
                listener.Introduced(this, introduced.Source);
            }
            else if (_received == _header.Length)
            {
                Array.Resize(ref _header, ProxyHeader.LengthOf(_header)); // the length has just been judged
            }
        }
        catch (InvalidDataException problem)
        {
            Refuse(problem.Message);
        }
    }

    private bool End()
    {
        if (_done)
        {
            return false;
        }

        _done = true;
        poller.Forget(this);
        return true;
    }
}
