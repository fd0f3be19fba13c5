using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary>Prints a device.</summary>
internal static class DeviceText
{
    public static void Print(ParseResult parsed, DeviceView device, bool json)
    {
        if (json)
        {
            parsed.WriteJson(device);
            return;
        }

        parsed.WriteLine($"Device ID   {device.DeviceId}");
        parsed.WriteLine($"Name        {Answer.Safe(device.Name ?? "-")}");
        parsed.WriteLine($"State       {(device.Disabled ? "disabled" : "enabled")}");
        parsed.WriteLine($"Rule        {device.Rule ?? "the one whose pattern fits"}");
        parsed.WriteLine($"Stations    {(device.Stations.Count == 0 ? "-" : Answer.Safe(string.Join(", ", device.Stations), 1000))}");
        parsed.WriteLine($"Variables   {(device.Variables.Count == 0 ? "-" : Answer.Safe(string.Join(", ", device.Variables.Select(v => $"{v.Key}={v.Value.GetRawText()}")), 1000))}");
        parsed.WriteLine($"Registered  {Answer.Show(device.Created)}");
        foreach (var token in device.Tokens)
        {
            parsed.WriteLine($"Token       …{token.Ending}  made {Answer.Show(token.Created)}");
        }
    }
}
