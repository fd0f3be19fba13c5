using System.CommandLine;
using System.Net.Sockets;

namespace Busroot.Load.Cases;

/// <summary>The command <c>soak</c>: hours of ordinary load, to see whether memory grows and whether anything is lost.</summary>
internal static class SoakCommand
{
    public static Command Create()
    {
        var minutes = new Option<int>("--minutes") { Description = "How long, 2 to 100,000.", DefaultValueFactory = _ => 30 };
        var rate = new Option<int>("--rate") { Description = "Readings a second, 1 to 1,000,000.", DefaultValueFactory = _ => 5_000 };
        var command = new Command("soak", "Raw readings to signals at QoS 1, durable, with history, to a subscriber whose session is kept: memory each minute and its slope, loss, p99.") { minutes, rate };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(minutes) is < 2 or > 100_000 || parsed.GetValue(rate) is < 1 or > 1_000_000)
            {
                Console.Error.WriteLine("--minutes is 2 to 100,000, --rate is 1 to 1,000,000.");
                return 2;
            }

            try
            {
                return Soak.Run(parsed.GetValue(minutes), parsed.GetValue(rate), Console.Out) ? 0 : 1;
            }
            catch (Exception fault) when (fault is LoadException or SocketException or IOException)
            {
                Console.Error.WriteLine(fault.Message);
                return 1;
            }
        });
        return command;
    }
}
