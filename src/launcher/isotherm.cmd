@echo off
rem Starts the isotherm.jar that lies beside this script, on the Java of JAVA_HOME, else of the PATH.
setlocal
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%java%" (
  echo isotherm: JAVA_HOME is %JAVA_HOME%, where there is no bin\java.exe; set it to a JDK or JRE from 17 on, or unset it. 1>&2
  exit /b 1
)
if not defined JAVA_HOME (
  where java.exe >nul 2>nul || (
    echo isotherm: there is no java on the PATH; install a JDK or JRE from 17 on, or set JAVA_HOME to one. 1>&2
    exit /b 1
  )
)
"%java%" -jar "%~dp0isotherm.jar" %*
exit /b %ERRORLEVEL%
