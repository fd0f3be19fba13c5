using System.Runtime.Versioning;
using System.Text;

namespace Busroot.Storage.Directories;

/// <summary>The directory everything is kept in, held by one program at a time and closed to other users.</summary>
/// <remarks>The hold is a lock of the operating system on the file <c>lock</c>: it ends with the process, however that ends, and the file stays.</remarks>
public sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersMayWrite = UnixFileMode.OtherWrite;
    private const UnixFileMode OwnerOnlyDirectory = OwnerOnly | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock)
    {
        FullPath = path;
        _lock = @lock;
    }

    /// <summary>The directory, absolute.</summary>
    public string FullPath { get; }

    /// <summary>The database in it; the file exists once a <see cref="Databases.Database"/> was opened.</summary>
    public string DatabaseFile => Combine("busroot.db");

    /// <summary>Creates the directory if need be and takes hold of it.</summary>
    /// <param name="path">Absolute, or relative to the working directory.</param>
    /// <exception cref="StorageException">Another program holds it (<see cref="StorageFault.InUse"/>), or it cannot be written.</exception>
    public static DataDirectory Open(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            Create(full);
            return new DataDirectory(full, TakeLock(full));
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new StorageException(StorageFault.NotWritable,
                $"The data directory {full} cannot be written ({error.Message}). Give this user write access to it, or choose another with --data.", error);
        }
    }

    /// <summary>The absolute path of a file in this directory.</summary>
    public string Combine(string name) => Path.Combine(FullPath, name);

    /// <summary>Writes a file that only its owner can read, whole or not at all.</summary>
    /// <param name="name">The file's name; an older one of that name is replaced.</param>
    /// <param name="text">Written as UTF-8.</param>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public void Write(string name, string text)
    {
        try
        {
            WriteWhole(name, text);
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new StorageException(StorageFault.NotWritable, $"{Combine(name)} cannot be written ({error.Message.TrimEnd('.')}). Give this user write access to it and its directory, and the disk room.", error);
        }
    }

    /// <summary>Deletes a file in this directory; nothing happens when there is none.</summary>
    public void Delete(string name) => File.Delete(Combine(name));

    /// <summary>Lets go of the directory.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Makes an empty database file with its final mode; SQLite gives its journal files the same.</summary>
    internal void CreateDatabaseFile()
    {
        if (!File.Exists(DatabaseFile))
        {
            new FileStream(DatabaseFile, Private(FileMode.OpenOrCreate)).Dispose();
        }
        else if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(DatabaseFile) != OwnerOnly)
        {
            File.SetUnixFileMode(DatabaseFile, OwnerOnly); // a restored backup often comes readable by all
        }
    }

    private void WriteWhole(string name, string text)
    {
        var fresh = Combine(name + ".new");
        File.Delete(fresh); // one left by a crash would keep its own mode
        using (var file = new FileStream(fresh, Private(FileMode.CreateNew)))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
        }

        File.Move(fresh, Combine(name), overwrite: true);
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        var exists = Directory.Exists(path);
        Directory.CreateDirectory(path, OwnerOnlyDirectory);
        if (exists && File.GetUnixFileMode(path) is var mode && mode != OwnerOnlyDirectory)
        {
            Close(path, mode);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void Close(string path, UnixFileMode mode)
    {
        if (IsOurs(path))
        {
            File.SetUnixFileMode(path, OwnerOnlyDirectory);
        }
        else if ((mode & OthersMayWrite) != 0)
        {
            // Whoever may write here may put a database of his own in the place of ours, with logins of his own.
            throw new StorageException(StorageFault.NotWritable,
                $"The data directory {path} can be written by every user of this machine, and holds other files, so its mode is left alone. Run 'chmod o-w {path}', or choose another directory with --data.");
        }
    }

    // A directory with other things in it is somebody's home or project: its mode is not ours to change. Our files are closed either way.
    private static bool IsOurs(string path) =>
        File.Exists(Path.Combine(path, "busroot.db")) || !Directory.EnumerateFileSystemEntries(path).Any();

    private static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(Path.Combine(path, "lock"), Private(FileMode.OpenOrCreate));
        }
        catch (IOException error) when (IsHeld(error))
        {
            throw new StorageException(StorageFault.InUse,
                $"The data directory {path} is in use by another busroot. Stop that one first, or choose another directory with --data.", error);
        }
    }

    // Sharing violation on Windows, EWOULDBLOCK on Linux and macOS; a read-only or failing file system has other numbers.
    private static bool IsHeld(IOException error) => (error.HResult & 0xFFFF) is 32 or 11 or 35;

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
