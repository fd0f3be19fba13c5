using System.CommandLine;
using Busroot.Server.Administration;

namespace Busroot.Server.Commands;

/// <summary><c>busroot devices</c>: who may connect.</summary>
internal static class DevicesCommand
{
    public static Command Create() => new ExampleCommand(
        "devices", "Register devices, give them tokens, take them away. Works whether the server runs or not.",
        "busroot devices add acme/press-1", "busroot devices list --json", "busroot devices rotate acme/press-1")
    {
        DeviceAddCommand.Create(),
        DeviceSetCommand.Create(),
        List(),
        One("show", "Show one device.", ShowAsync),
        Rotate(),
        One("disable", "Disconnect a device and refuse it until it is enabled. Returns when that is so.", DisableAsync),
        One("enable", "Let a disabled device connect again.", EnableAsync),
        One("remove", "Delete a device and everything it had. Returns when it is disconnected.", RemoveAsync),
    };

    private static ExampleCommand List()
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var account = new Option<string?>("--account") { Description = "Only the devices of this account." };
        var command = new ExampleCommand("list", "List devices.", "busroot devices list --account acme") { account, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var devices = await AllAsync(access.Administration, parsed.GetValue(account), cancellationToken);
            if (parsed.GetValue(json))
            {
                parsed.WriteJson(devices);
                return CommandLine.Done;
            }

            parsed.WriteColumns(["DEVICE", "STATE", "RULE", "TOKENS", "NAME"], [.. devices.Select(device => new[]
            {
                device.DeviceId, device.Disabled ? "disabled" : "enabled", device.Rule ?? "by pattern", $"{device.Tokens.Count}", Answer.Safe(device.Name ?? ""),
            })]);
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<DeviceView>> AllAsync(IAdministration administration, string? account, CancellationToken cancellationToken)
    {
        var all = new List<DeviceView>();
        IReadOnlyList<DeviceView> page;
        do
        {
            page = await administration.ListDevicesAsync(new DeviceQuery(account, all.Count == 0 ? null : all[^1].DeviceId), cancellationToken);
            all.AddRange(page);
        }
        while (page.Count == DeviceQuery.MaximumLimit);
        return all;
    }

    private static ExampleCommand Rotate()
    {
        var keep = SharedOptions.KeepTokens();
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var id = SharedOptions.DeviceId();
        var command = new ExampleCommand("rotate", "Make a new token; the earlier ones stop working at once unless --keep.",
            "busroot devices rotate acme/press-1 --keep") { id, keep, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            var grant = await access.Administration.RotateDeviceAsync(parsed.GetRequiredValue(id), parsed.GetValue(keep), cancellationToken);
            GrantText.Print(parsed, grant, access.Administration.MqttAddress, parsed.GetValue(json));
            return CommandLine.Done;
        });
        return command;
    }

    private static ExampleCommand One(string verb, string description, Func<ParseResult, IAdministration, string, CancellationToken, Task> run)
    {
        var data = SharedOptions.Data();
        var json = SharedOptions.Json();
        var id = SharedOptions.DeviceId();
        var command = new ExampleCommand(verb, description, $"busroot devices {verb} acme/press-1") { id, data, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var access = await DataAccess.OpenAsync(parsed.GetRequiredValue(data), create: false, cancellationToken);
            await run(parsed, access.Administration, parsed.GetRequiredValue(id), cancellationToken);
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task ShowAsync(ParseResult parsed, IAdministration administration, string id, CancellationToken cancellationToken) =>
        DeviceText.Print(parsed, await administration.GetDeviceAsync(id, cancellationToken), parsed.GetValue<bool>("--json"));

    private static async Task DisableAsync(ParseResult parsed, IAdministration administration, string id, CancellationToken cancellationToken)
    {
        var device = await administration.ChangeDeviceAsync(id, new DeviceChange { Disabled = true }, cancellationToken);
        Print(parsed, device, $"{id} is disabled and disconnected.");
    }

    private static async Task EnableAsync(ParseResult parsed, IAdministration administration, string id, CancellationToken cancellationToken)
    {
        var device = await administration.ChangeDeviceAsync(id, new DeviceChange { Disabled = false }, cancellationToken);
        Print(parsed, device, $"{id} may connect.");
    }

    private static async Task RemoveAsync(ParseResult parsed, IAdministration administration, string id, CancellationToken cancellationToken)
    {
        await administration.RemoveDeviceAsync(id, cancellationToken);
        if (!parsed.GetValue<bool>("--json"))
        {
            parsed.WriteLine($"{id} is removed and disconnected.");
        }
    }

    private static void Print(ParseResult parsed, DeviceView device, string sentence)
    {
        if (parsed.GetValue<bool>("--json"))
        {
            parsed.WriteJson(device);
        }
        else
        {
            parsed.WriteLine(sentence);
        }
    }
}
