using System.Security;

namespace Busroot.Server.Certificates;

/// <summary>Reads one of the files a certificate is in, with mistakes told by its option.</summary>
internal static class TlsFile
{
    private const int LargestFile = 1024 * 1024; // a chain is a few kilobytes: who names a device or a disk image gets an answer, not a full memory

    /// <summary>Reads all of it.</summary>
    /// <exception cref="TlsFileException">It is missing, unreadable or no such file could be.</exception>
    public static byte[] Read(string option, string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > LargestFile)
            {
                throw new TlsFileException($"{option} {path}: {file.Length} bytes; a certificate or key has at most {LargestFile}.");
            }

            var content = new byte[file.Length];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TlsFileException($"{option} {path}: there is no such file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            throw new TlsFileException($"{option} {path}: it cannot be read ({error.Message.TrimEnd('.')}).");
        }
    }

    /// <summary>Reads all of it as text.</summary>
    /// <exception cref="TlsFileException">As <see cref="Read"/>.</exception>
    public static string ReadText(string option, string path) => System.Text.Encoding.UTF8.GetString(Read(option, path));

    /// <summary>True when every user of this machine may read it.</summary>
    public static bool IsOpenToOthers(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return false; // rights are lists there, inherited from the folder
        }

        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            return (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // gone since it was read
        }
    }
}
